"""A second opinion on what engines answer, on the plan and its calendars alone."""

from workmodel.verification.checker import verify

__all__ = ["verify"]
