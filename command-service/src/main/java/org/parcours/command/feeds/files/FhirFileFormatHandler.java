package org.parcours.command.feeds.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.message.MessageParser;

/**
 * FHIR R4: one resource or Bundle a line, as a Bulk Data export and Synthea write them (NDJSON); or a single one in a
 * file, in JSON over several lines or in XML.
 */
public record FhirFileFormatHandler(MessageParser parser) implements FileFormatHandler {

    private static final Pattern NDJSON_LINE =
            Pattern.compile("\\s*\\{[^\\r\\n]*\"resourceType\"\\s*:.*", Pattern.DOTALL);
    private static final Pattern MULTILINE_JSON =
            Pattern.compile("\\s*\\{\\s*[\\r\\n](?:(?!\"specversion\").)*?\"resourceType\"\\s*:.*", Pattern.DOTALL);
    private static final Pattern XML = Pattern.compile("\\s*<.*[\"']http://hl7\\.org/fhir[\"'].*", Pattern.DOTALL);
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");

    @Override
    public boolean recognises(String head) {
        return NDJSON_LINE.matcher(head).matches()
                || MULTILINE_JSON.matcher(head).matches()
                || XML.matcher(head).matches();
    }

    @Override
    public FileMessageReader messageReader(HashingFileReader file, int maxMessage) throws IOException {
        return isSingleResource(file.head().strip())
                ? new SingleResourceReader(file, maxMessage)
                : new LineMessageReader(file, maxMessage);
    }

    /** Whether the first line is only a part of the resource. A head without a line end is the beginning of a line. */
    private static boolean isSingleResource(String head) {
        String[] lines = LINE_END.split(head, 2);
        return head.startsWith("<") || lines.length == 2 && !lines[0].strip().endsWith("}");
    }

    private record SingleResourceReader(HashingFileReader file, int maxMessage) implements FileMessageReader {

        @Override
        public Optional<RawMessage> nextMessage() throws IOException {
            ByteArrayOutputStream message = new ByteArrayOutputStream(4096);
            boolean tooLong = false;
            Optional<HashingFileReader.Line> line;
            while ((line = file.nextLine(maxMessage)).isPresent()) {
                tooLong |= line.get().tooLong() || message.size() + line.get().bytes().length > maxMessage;
                if (!tooLong) {
                    message.writeBytes(line.get().bytes());
                }
            }
            return message.size() == 0 && !tooLong
                    ? Optional.empty()
                    : Optional.of(new RawMessage(message.toByteArray(), tooLong));
        }
    }
}
