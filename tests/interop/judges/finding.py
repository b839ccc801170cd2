"""What a judge has to say against a file."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Finding:
    case: str
    message: str
