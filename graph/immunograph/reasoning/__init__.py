"""Forward reasoning over the OWL 2 RL fragment that the schema uses, with a reason for each new fact."""

from immunograph.reasoning.engine import Closure, Derivation, Fact, infer
from immunograph.reasoning.explain import derivations
from immunograph.reasoning.named import named_rule
from immunograph.reasoning.rules import Rule, schema_rules

__all__ = ["Closure", "Derivation", "Fact", "Rule", "derivations", "infer", "named_rule", "schema_rules"]
