package org.parcours.command.message;

import java.util.Optional;

/**
 * The source application, and the channel on which it reports.
 *
 * @param application MSH-3, or a CloudEvent's {@code source}
 * @param facility MSH-4
 * @param feed {@code hl7v2}, {@code rest}, {@code fhir}, {@code kafka}
 */
public record Sender(String application, Optional<String> facility, String feed) {}
