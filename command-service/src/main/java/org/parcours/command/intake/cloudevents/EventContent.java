package org.parcours.command.intake.cloudevents;

import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code data} of a CloudEvent: a JSON object, by itself or as the bytes of {@code data_base64} (JSON format 1.0.2, §3.1). */
record EventContent(LimitedCloudEventReader reader) {

    private static final String BASE64 = "data_base64";
    private static final String MEDIA_TYPE = "datacontenttype";

    /** {@code application/json}, {@code text/json}, {@code application/vnd.name+json}; no media type is JSON (§2.4). */
    private static final Pattern JSON = Pattern.compile("[^/;\\s]+/(?:[^/;\\s]+\\+)?json\\s*(?:;.*)?");

    static boolean isJson(String mediaType) {
        return JSON.matcher(mediaType.strip().toLowerCase(Locale.ROOT)).matches();
    }

    /** The event with its data as an object. */
    ObjectNode withData(ObjectNode event) {
        FactBinder.text(event, MEDIA_TYPE, MEDIA_TYPE)
                .filter(type -> !isJson(type))
                .ifPresent(_ -> {
                    throw CloudEventRejectionCode.DATA_NOT_JSON.exceptionAt(MEDIA_TYPE, "application/json is expected");
                });
        Optional<String> base64 = FactBinder.text(event, BASE64, BASE64);
        JsonNode data = event.path("data");
        if (base64.isPresent() && !data.isMissingNode()) {
            throw CloudEventRejectionCode.DATA_NOT_JSON.exceptionAt(
                    BASE64, "data and data_base64 found; one is expected");
        }
        if (base64.isPresent()) {
            ObjectNode decoded = event.deepCopy();
            decoded.remove(BASE64);
            decoded.set("data", requireObject(decode(base64.get()), BASE64));
            return decoded;
        }
        if (data.isMissingNode() || data.isNull()) {
            throw CloudEventRejectionCode.ATTRIBUTE_MISSING.exceptionAt("data");
        }
        requireObject(data, "data");
        return event;
    }

    private JsonNode decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw CloudEventRejectionCode.DATA_NOT_JSON.exceptionAt(BASE64, "base64 is expected (RFC 4648, section 4)");
        }
        try {
            return reader.parse(bytes);
        } catch (RejectionException e) {
            Rejection inner = e.rejection();
            throw new RejectionException(
                    new Rejection(inner.code(), inner.field().isEmpty() ? BASE64 : inner.field(), inner.reason()));
        }
    }

    private static JsonNode requireObject(JsonNode data, String path) {
        if (!data.isObject()) {
            throw CloudEventRejectionCode.DATA_NOT_JSON.exceptionAt(path, BindingProblem.found(data));
        }
        return data;
    }
}
