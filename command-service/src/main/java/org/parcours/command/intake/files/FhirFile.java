package org.parcours.command.intake.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parcours.command.intake.Format;

/**
 * FHIR R4: a resource or a Bundle a line, as a Bulk Data export and Synthea write them (NDJSON); or one alone in a file, in
 * JSON over many lines or in XML.
 */
public final class FhirFile implements FileFormat {

    private static final Pattern JSON = Pattern.compile("\\s*\\{[^\\r\\n]*\"resourceType\"\\s*:.*", Pattern.DOTALL);
    private static final Pattern JSON_OVER_LINES =
            Pattern.compile("\\s*\\{\\s*[\\r\\n](?:(?!\"specversion\").)*?\"resourceType\"\\s*:.*", Pattern.DOTALL);
    private static final Pattern XML = Pattern.compile("\\s*<.*[\"']http://hl7\\.org/fhir[\"'].*", Pattern.DOTALL);
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");

    private final Format format;

    public FhirFile(Format format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "FHIR";
    }

    @Override
    public boolean recognises(String head) {
        return JSON.matcher(head).matches()
                || JSON_OVER_LINES.matcher(head).matches()
                || XML.matcher(head).matches();
    }

    @Override
    public Format format() {
        return format;
    }

    @Override
    public Pieces pieces(FileBytes bytes, int maxMessage) throws IOException {
        return isOneAlone(bytes.head().strip()) ? new Alone(bytes, maxMessage) : new Lines(bytes, maxMessage);
    }

    /** Its first line is not yet the whole of it. What is longer than a head, without a line's end, is a line. */
    private static boolean isOneAlone(String head) {
        String[] lines = LINE_END.split(head, 2);
        return head.startsWith("<") || lines.length == 2 && !lines[0].strip().endsWith("}");
    }

    private record Alone(FileBytes bytes, int maxMessage) implements Pieces {

        @Override
        public Optional<Piece> next() throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream(4096);
            boolean tooLong = false;
            for (Optional<FileBytes.Line> line = bytes.line(maxMessage);
                    line.isPresent();
                    line = bytes.line(maxMessage)) {
                tooLong |= line.get().tooLong() || whole.size() + line.get().bytes().length > maxMessage;
                if (!tooLong) {
                    whole.writeBytes(line.get().bytes());
                }
            }
            return whole.size() == 0 && !tooLong
                    ? Optional.empty()
                    : Optional.of(new Piece(whole.toByteArray(), tooLong));
        }
    }
}
