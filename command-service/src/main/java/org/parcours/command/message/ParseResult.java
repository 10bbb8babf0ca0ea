package org.parcours.command.message;

public sealed interface ParseResult permits ParsedMessage, Rejection, UnsupportedMessage {}
