package org.parcours.command.intake.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** CloudEvents HTTP binding §3.1: the attributes are headers {@code ce-…}, the body is the data. */
final class BinaryMode {

    private static final String PREFIX = "ce-";

    private BinaryMode() {}

    static boolean is(HttpServletRequest request) {
        return request.getHeader("ce-specversion") != null || request.getHeader("ce-type") != null;
    }

    static ObjectNode structured(HttpServletRequest request, JsonNode data) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (String header : Collections.list(request.getHeaderNames())) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                event.put(name.substring(PREFIX.length()), request.getHeader(header));
            }
        }
        event.set("data", data);
        return event;
    }
}
