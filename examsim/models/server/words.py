"""What servers say, as their documentation and public bug reports show it; looked up in lower case."""

from __future__ import annotations

import re

# a prompt that does not fit: OpenAI, vLLM, llama.cpp, Ollama, text-generation-inference, Gemini, Anthropic
TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum context|exceeds?.{0,40}context|too many (?:input )?tokens"
    r"|(?:input|prompt).{0,20}too long|max_(?:model|seq)_len|exceed_context|input token count.{0,40}exceeds"
    r"|longer than the maximum model length|inputs? tokens \+ max_new_tokens must be"
)
QUOTA = re.compile(
    r"insufficient[_ ]quota|exceeded your current quota|insufficient[_ ](?:balance|credits?|funds)|out of credits?"
    r"|billing[_ ](?:hard[_ ]limit|not[_ ]active)|payment required|credit balance is too low|requires more credits"
    r"|spending limit|account (?:is )?(?:overdue|in arrears|deactivated)|arrearage"
)
# says that it is a limit by time after all: Gemini uses OpenAI's words for its limit per minute
RATE = re.compile(r"per[_ -]?minute|perminute|retrydelay|requests per|tokens per min|try again in|please retry in")
WAIT_TOO_LONG = re.compile(r"per[_ -]?day|perday|daily limit|tokens per day|requests per day")
LIMITED = re.compile(r"rate[_ -]?limit|too many requests|resource_exhausted|throttl")
LOADING = re.compile(
    r"loading|warming up|starting|initiali[sz]ing|overloaded|capacity|try again|no_available|cold start"
)
FILTERED = re.compile(
    r"content[_ ]?filter|content management policy|responsibleai|moderation|flagged|block_?reason"
    r"|safety (?:system|polic)|usage polic|prohibited_content|data_inspection_failed|inappropriate content"
)
NO_EYES = re.compile(
    r"image_url|does not support (?:image|vision)|(?:image|multi-?modal|vision).{0,40}(?:not supported|unsupported|not "
    r"allowed|only)|not a (?:multi-?modal|vision)|no (?:support for|endpoints found that support) image"
    r"|invalid content type.{0,40}image|at most 0 image"
)
NO_SYSTEM = re.compile(
    r"system.{0,30}(?:not|un)\s?(?:supported|allowed)|(?:not|n't) support.{0,30}\bsystem\b|only supports? user"
    r"|roles must alternate|developer instruction is not enabled"
)
NO_MODEL = re.compile(
    r"model.{0,80}(?:not found|does not exist|not exist|is not available|unknown model)|invalid model|model_not_found"
)
STREAM_ONLY = re.compile(
    r"only supports? stream|stream(?:ing)? (?:mode )?(?:is )?(?:required|only)|(?:set|must|requires?).{0,30}\bstream"
    r"|non-?stream(?:ing)?.{0,40}(?:not|un)\s?(?:supported|allowed)|stream.{0,10}must be (?:set to )?true"
    r"|enable_thinking.{0,60}(?:non-?streaming|false)"
)
NOT_SUPPORTED = re.compile(
    r"unsupported|not supported|does(?: not|n't) support|unrecogni[sz]ed|unknown|unexpected|not permitted|not allowed"
    r"|only the default|deprecated|no longer|extra (?:inputs|fields)|(?:cannot|can't) be (?:used|set|sp)"
    r"|must (?:be (?:1|unset|omitted|null)|not be)|may not be|not available|not enabled|not implemented|incompatible"
    r"|only supports?|invalid (?:parameter|argument|field)|not a valid parameter|isn't supported|disabled|remove"
)
FORM = re.compile(r"response_format|json_schema|json_object|\bschema\b|grammar|structured output|guided")
