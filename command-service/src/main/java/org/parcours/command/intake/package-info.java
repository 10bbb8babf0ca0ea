/**
 * Parsers, a package a format ({@code hl7}, {@code fhir}, {@code cloudevents}), and here what they share. They convert the bytes
 * of a message, once, to a {@link org.parcours.command.message.ParsedMessage}, a {@link org.parcours.command.message.Rejection}
 * or an {@link org.parcours.command.message.UnsupportedMessage}. They know neither feeds nor the journey's rules.
 */
@NullMarked
package org.parcours.command.intake;

import org.jspecify.annotations.NullMarked;
