package org.parcours.command.message;

/** The result of parsing a message. */
public sealed interface ParseResult permits ParsedMessage, Rejection, UnsupportedMessage {}
