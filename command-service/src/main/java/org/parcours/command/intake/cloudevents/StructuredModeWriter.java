package org.parcours.command.intake.cloudevents;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents §3.1, structured mode: attributes and data as one JSON object. */
public final class StructuredModeWriter {

    private StructuredModeWriter() {}

    /**
     * The data goes in as it is, digit by digit: where it is no JSON, the whole is none, and both are kept for a person
     * to see.
     *
     * @param attributes by their names without a prefix
     * @param data JSON, or nothing
     */
    public static byte[] write(Map<String, String> attributes, byte[] data) {
        byte[] attributesJson = JsonMapper.shared().writeValueAsBytes(attributes);
        if (data.length == 0) {
            return attributesJson;
        }
        ByteArrayOutputStream cloudEvent = new ByteArrayOutputStream(attributesJson.length + data.length + 16);
        cloudEvent.write(attributesJson, 0, attributesJson.length - 1);
        cloudEvent.writeBytes((attributes.isEmpty() ? "" : ",").getBytes(StandardCharsets.UTF_8));
        cloudEvent.writeBytes("\"data\":".getBytes(StandardCharsets.UTF_8));
        cloudEvent.writeBytes(data);
        cloudEvent.write('}');
        return cloudEvent.toByteArray();
    }
}
