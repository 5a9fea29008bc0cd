package helpdesk

var german = &language{}
