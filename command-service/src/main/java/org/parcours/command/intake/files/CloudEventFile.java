package org.parcours.command.intake.files;

import java.util.regex.Pattern;
import org.parcours.command.intake.Format;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents in structured mode, one a line (NDJSON). */
public final class CloudEventFile implements FileFormat {

    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]+");

    private final Format format;

    public CloudEventFile(Format format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "CloudEvents";
    }

    /** By its first line, which is an object with a {@code type}; other JSON is somebody else's. */
    @Override
    public boolean recognises(String head) {
        String first = LINE_END.split(head.strip(), 2)[0];
        try {
            JsonNode tree = JsonMapper.shared().readTree(first);
            return tree != null && tree.isObject() && tree.has("type") && tree.has("data");
        } catch (JacksonException noJson) {
            return false;
        }
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public Pieces pieces(FileBytes bytes, int maxMessage) {
        return new Lines(bytes, maxMessage);
    }
}
