"""A calculator for flows and agents."""

from __future__ import annotations

from runyard_builtins.utilities.arithmetic import NotArithmetic, evaluate, written
from runyard_sdk import JSON, Component, Context, output
from runyard_sdk import fields as f


class CalculatorComponent(Component):
    """Does arithmetic: numbers with + - * / ** and parentheses."""

    title = "Calculator"
    icon = "calculator"
    category = "utilities"
    aliases = ("CalculatorTool",)
    cheap = True

    expression: str = f.message_text(tool_mode=True, info="What to calculate, for example 4*4*(33/22)+12-20.")

    @output("result", title="JSON")
    def evaluate_expression(self, ctx: Context) -> JSON:
        """The result, or what is wrong with the expression; never a failure."""
        try:
            result = written(evaluate(self.expression))
        except ZeroDivisionError:
            return self._wrong(ctx, "Error: Division by zero")
        except NotArithmetic as wrong:
            return self._wrong(ctx, f"Error: {wrong}")
        ctx.log(f"Calculation result: {result}")
        ctx.status(result)
        return JSON({"result": result})

    def _wrong(self, ctx: Context, text: str) -> JSON:
        ctx.status(text)
        return JSON({"error": text, "input": self.expression})
