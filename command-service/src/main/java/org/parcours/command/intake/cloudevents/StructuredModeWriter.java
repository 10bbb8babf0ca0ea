package org.parcours.command.intake.cloudevents;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes a CloudEvent in structured mode (CloudEvents §3.1): attributes and data as one JSON object. */
public final class StructuredModeWriter {

    private StructuredModeWriter() {}

    /**
     * Copies the data byte by byte. Data that is not JSON makes the result invalid JSON, which is rejected with its
     * bytes kept.
     *
     * @param attributes by name, without a prefix
     * @param data JSON, or empty
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
