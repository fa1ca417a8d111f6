"""The components that ship with the server, written only against the SDK."""

from runyard_builtins.data.convert import CreateList, DataToDataFrame, MessagetoData, TypeConverterComponent
from runyard_builtins.data.keys import (
    AlterMetadata,
    CreateData,
    ExtractaKey,
    FilterData,
    FilterDataValues,
    SelectData,
    UpdateData,
)
from runyard_builtins.data.load import CSVtoData, JSONtoData
from runyard_builtins.data.operations import DataOperations
from runyard_builtins.data.parse import JSONCleaner, ParseData, ParseDataFrame, ParseJSONData
from runyard_builtins.files.read_file import File
from runyard_builtins.files.write_file import SaveToFile
from runyard_builtins.flow.loop import LoopComponent
from runyard_builtins.flow.passing import Listen, MergeFlows, Notify, Pass
from runyard_builtins.flow.routers import ConditionalRouter, DataConditionalRouter
from runyard_builtins.flow.run_flow import FlowTool, RunFlow, SubFlow
from runyard_builtins.input_output.chat_input import ChatInput
from runyard_builtins.input_output.chat_output import ChatOutput
from runyard_builtins.input_output.plain_text import TextInput, TextOutput
from runyard_builtins.input_output.webhook import Webhook
from runyard_builtins.knowledge.knowledge import Knowledge
from runyard_builtins.knowledge.vector_stores import FAISS, Chroma
from runyard_builtins.models.agent import Agent
from runyard_builtins.models.batch_run import BatchRunComponent
from runyard_builtins.models.embedding_model import EmbeddingModel
from runyard_builtins.models.language_model import LanguageModelComponent
from runyard_builtins.models.memory import Memory, StoreMessage
from runyard_builtins.models.openai import OllamaEmbeddings, OllamaModel, OpenAIModel
from runyard_builtins.models.routing import SmartRouter
from runyard_builtins.models.structured_output import StructuredOutput
from runyard_builtins.prompts.prompt_template import PromptTemplate
from runyard_builtins.tables.combine import MergeDataComponent
from runyard_builtins.tables.operations import DataFrameOperations
from runyard_builtins.text.combine import CombineText
from runyard_builtins.text.operations import TextOperations
from runyard_builtins.text.parser import ParserComponent
from runyard_builtins.text.split import RegexExtractorComponent, SplitText
from runyard_builtins.utilities.calculator import CalculatorComponent
from runyard_builtins.utilities.current_date import CurrentDate
from runyard_builtins.utilities.id_generator import IDGenerator
from runyard_builtins.vendors.agentql import AgentQL
from runyard_builtins.vendors.arxiv import ArXivComponent
from runyard_builtins.vendors.search import ScrapeGraphSearchApi, SearchComponent, TavilySearchComponent
from runyard_builtins.vendors.youtube import YouTubeCommentsComponent
from runyard_builtins.web.api_request import APIRequest
from runyard_builtins.web.url import URLComponent
from runyard_sdk import Component

ALL: tuple[type[Component], ...] = (
    ChatInput,
    ChatOutput,
    TextInput,
    TextOutput,
    Webhook,
    PromptTemplate,
    Agent,
    LanguageModelComponent,
    EmbeddingModel,
    Memory,
    StructuredOutput,
    BatchRunComponent,
    SmartRouter,
    OpenAIModel,
    OllamaModel,
    OllamaEmbeddings,
    ParserComponent,
    CombineText,
    JSONtoData,
    CSVtoData,
    DataOperations,
    TypeConverterComponent,
    MessagetoData,
    DataToDataFrame,
    CreateList,
    CreateData,
    UpdateData,
    AlterMetadata,
    ExtractaKey,
    FilterData,
    FilterDataValues,
    SelectData,
    ParseData,
    ParseDataFrame,
    ParseJSONData,
    JSONCleaner,
    ConditionalRouter,
    DataConditionalRouter,
    LoopComponent,
    Listen,
    Notify,
    Pass,
    MergeFlows,
    RunFlow,
    SubFlow,
    FlowTool,
    StoreMessage,
    CalculatorComponent,
    CurrentDate,
    IDGenerator,
    SplitText,
    RegexExtractorComponent,
    TextOperations,
    DataFrameOperations,
    MergeDataComponent,
    File,
    SaveToFile,
    Knowledge,
    Chroma,
    FAISS,
    URLComponent,
    APIRequest,
    ArXivComponent,
    TavilySearchComponent,
    SearchComponent,
    ScrapeGraphSearchApi,
    AgentQL,
    YouTubeCommentsComponent,
)
