package org.parcours.command.feeds.files;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.message.MessageParser;

/**
 * FHIR R4: one resource or Bundle a line, as a Bulk Data export and Synthea write them (NDJSON); or one or several in a
 * file, in JSON over several lines, in an array, or in XML.
 */
public record FhirFileFormatHandler(MessageParser parser) implements FileFormatHandler {

    private static final Pattern NDJSON_LINE =
            Pattern.compile("\\s*\\{[^\\r\\n]*\"resourceType\"\\s*:.*", Pattern.DOTALL);
    private static final Pattern JSON_OBJECT = Pattern.compile("[\\s\\[]*\\{");
    private static final Pattern RESOURCE_TYPE = Pattern.compile("\"resourceType\"\\s*:");
    private static final Pattern XML = Pattern.compile("\\s*<.*[\"']http://hl7\\.org/fhir[\"'].*", Pattern.DOTALL);
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");

    @Override
    public boolean recognises(String head) {
        return NDJSON_LINE.matcher(head).matches()
                || isJsonOfSeveralLines(head)
                || XML.matcher(head).matches();
    }

    /** The data of a CloudEvent may contain a resource. */
    private static boolean isJsonOfSeveralLines(String head) {
        Matcher type = RESOURCE_TYPE.matcher(head);
        int cloudEvent = head.indexOf("\"specversion\"");
        return JSON_OBJECT.matcher(head).lookingAt() && type.find() && (cloudEvent < 0 || type.start() < cloudEvent);
    }

    @Override
    public FileMessageReader messageReader(HashingFileReader file, int maxMessage) throws IOException {
        String head = file.head().strip();
        if (head.startsWith("<")) {
            return new XmlDocumentReader(file, maxMessage);
        }
        return isOnePerLine(head) ? new LineMessageReader(file, maxMessage) : new JsonValueReader(file, maxMessage);
    }

    /** A head without a line end is the beginning of a line. With one a line, a damaged line does not affect the next. */
    private static boolean isOnePerLine(String head) {
        String[] lines = LINE_END.split(head, 2);
        return head.startsWith("{") && (lines.length == 1 || lines[0].strip().endsWith("}"));
    }
}
