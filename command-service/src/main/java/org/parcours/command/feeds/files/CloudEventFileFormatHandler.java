package org.parcours.command.feeds.files;

import java.util.regex.Pattern;
import org.parcours.command.message.MessageParser;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents in structured mode, one a line (NDJSON). */
public record CloudEventFileFormatHandler(MessageParser parser) implements FileFormatHandler {

    private static final Pattern LINE_ENDS = Pattern.compile("[\\r\\n]+");

    /** Recognises the format by its first line, a JSON object with {@code type} and {@code data} or {@code data_base64}. */
    @Override
    public boolean recognises(String head) {
        try {
            JsonNode tree = JsonMapper.shared().readTree(LINE_ENDS.split(head.strip(), 2)[0]);
            return tree != null && tree.isObject() && tree.has("type") && (tree.has("data") || tree.has("data_base64"));
        } catch (JacksonException e) {
            return false;
        }
    }

    @Override
    public FileMessageReader messageReader(HashingFileReader file, int maxMessage) {
        return new LineMessageReader(file, maxMessage);
    }
}
