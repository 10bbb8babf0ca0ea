package org.parcours.command.feeds.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.intake.cloudevents.BinaryModeAttributes;

/** The headers of a CloudEvent in binary mode (HTTP binding 1.0.2, §3.1): {@code ce-…}, and the content type of the data. */
final class BinaryModeHeaders {

    private static final String PREFIX = "ce-";
    private static final Set<String> REQUIRED = Set.of("ce-specversion", "ce-type", "ce-id", "ce-source");

    private BinaryModeHeaders() {}

    /** Whether an attribute that every event has is in a header. */
    static boolean areIn(HttpServletRequest request) {
        return REQUIRED.stream().anyMatch(name -> request.getHeader(name) != null);
    }

    static BinaryModeAttributes attributes(HttpServletRequest request) {
        BinaryModeAttributes attributes = new BinaryModeAttributes();
        Set<String> names = Collections.list(request.getHeaderNames()).stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String name : names) {
            List<String> values = Collections.list(request.getHeaders(name));
            for (String value : values) {
                put(attributes, name.substring(PREFIX.length()), value);
            }
        }
        Optional.ofNullable(request.getContentType()).ifPresent(attributes::putContentType);
        return attributes;
    }

    private static void put(BinaryModeAttributes attributes, String name, String value) {
        try {
            attributes.put(name, HeaderValue.decode(value));
        } catch (HeaderValue.MalformedException e) {
            attributes.putUnread(name, value, e.getMessage());
        }
    }
}
