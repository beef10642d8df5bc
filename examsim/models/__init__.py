"""Models that sit exams: one method, `await model(request) -> reply`, and a cache in front of them."""
