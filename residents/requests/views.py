"""Pages of the requests (诉求): what somebody asked, until when, and how the answer was told back."""
