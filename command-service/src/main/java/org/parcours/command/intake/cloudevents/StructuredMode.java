package org.parcours.command.intake.cloudevents;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents §3.1, structured mode: attributes and data as one JSON object. */
public final class StructuredMode {

    private StructuredMode() {}

    /**
     * The data goes in as it is, digit by digit: where it is no JSON, the whole is none, and both are kept for a person
     * to see.
     *
     * @param attributes by their names without a prefix
     * @param data JSON, or nothing
     */
    public static byte[] of(Map<String, String> attributes, byte[] data) {
        byte[] head = JsonMapper.shared().writeValueAsBytes(attributes);
        if (data.length == 0) {
            return head;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + data.length + 16);
        whole.write(head, 0, head.length - 1);
        whole.writeBytes((attributes.isEmpty() ? "" : ",").getBytes(StandardCharsets.UTF_8));
        whole.writeBytes("\"data\":".getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(data);
        whole.write('}');
        return whole.toByteArray();
    }
}
