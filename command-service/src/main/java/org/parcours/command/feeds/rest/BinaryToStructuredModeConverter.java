package org.parcours.command.feeds.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.parcours.command.intake.cloudevents.StructuredModeWriter;

/**
 * Converts a CloudEvent in binary mode to structured mode. CloudEvents HTTP binding §3.1: the attributes are headers
 * {@code ce-…}, the body is the data.
 */
final class BinaryToStructuredModeConverter {

    private static final String PREFIX = "ce-";

    private BinaryToStructuredModeConverter() {}

    static boolean isBinaryMode(HttpServletRequest request) {
        return request.getHeader("ce-specversion") != null || request.getHeader("ce-type") != null;
    }

    static byte[] toStructuredMode(HttpServletRequest request, byte[] data) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), request.getHeader(header));
            }
        }
        return StructuredModeWriter.write(attributes, data);
    }
}
