def for_request(request):
    return {}
