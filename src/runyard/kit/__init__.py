"""Tools without a domain and without a database: ids, time, JSON, errors, secrets, settings, paging, streams, outbound HTTP."""
