package org.parcours.command.feeds.files;

import java.util.regex.Pattern;
import org.parcours.command.message.MessageParser;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents in structured mode, one a line (NDJSON). */
public final class CloudEventFileFormat implements FileFormat {

    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+");

    private final MessageParser parser;

    public CloudEventFileFormat(MessageParser parser) {
        this.parser = parser;
    }

    @Override
    public String name() {
        return "CloudEvents";
    }

    /** Recognises the format by its first line, a JSON object with {@code type} and {@code data}. */
    @Override
    public boolean recognises(String head) {
        String first = LINE_ENDS.split(head.strip(), 2)[0];
        try {
            JsonNode tree = JsonMapper.shared().readTree(first);
            return tree != null && tree.isObject() && tree.has("type") && tree.has("data");
        } catch (JacksonException e) {
            return false;
        }
    }

    @Override
    public MessageParser parser() {
        return parser;
    }

    @Override
    public FileMessageReader messageReader(HashingFileReader file, int maxMessage) {
        return new LineMessageReader(file, maxMessage);
    }
}
