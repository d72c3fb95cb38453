"""Kubernetes' verdict on objects and parts of them: decoded strictly, and validated as the API server does."""
