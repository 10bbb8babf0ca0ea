package org.parcours.command.intake.hl7.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.parcours.command.intake.InvisibleCharacters;
import org.parcours.command.message.RejectionException;

/** Laws of the splitter and the decoder, on texts that a generator with a fixed seed makes. */
class Hl7MessagePropertiesTest {

    private static final int RUNS = 3_000;
    private static final List<String> ENCODINGS = List.of("^~", "^~\\", "^~\\&", "^~\\&#", "@*!%", ";:/,+");
    private static final String FRAGMENTS = "aé√ \\^~&|#XEFSTPHN.0Dbr\n-@*!%;:/,+𝄞\"";

    private final Random random = new Random(14);

    @Test
    void what_is_escaped_comes_back() {
        for (int run = 0; run < RUNS; run++) {
            Hl7Delimiters delimiters = Hl7Delimiters.parse("MSH|" + anyOf(ENCODINGS) + "|");
            if (delimiters.escape().isEmpty()) {
                continue;
            }
            String text = text(30);
            String escaped = escape(text, delimiters);
            assertThat(new Hl7EscapeDecoder(delimiters, StandardCharsets.UTF_8).decode(escaped))
                    .as(escaped)
                    .isEqualTo(text);
        }
    }

    @Test
    void a_text_without_a_known_sequence_is_not_changed() {
        Hl7EscapeDecoder decoder = new Hl7EscapeDecoder(Hl7Delimiters.DEFAULT, StandardCharsets.UTF_8);
        for (String text :
                List.of("\\", "\\\\", "\\.xx\\", "a\\b", "\\e\\", "\\X\\", "\\Xé1\\", "\\.spé\\", "C:\\Temp\\x")) {
            assertThat(decoder.decode(text)).isEqualTo(text);
        }
    }

    @Test
    void no_populated_value_is_lost_and_each_is_unread_until_it_is_read() {
        for (int run = 0; run < RUNS; run++) {
            String encoding = anyOf(ENCODINGS);
            Hl7Delimiters delimiters = Hl7Delimiters.parse("MSH|" + encoding + "|");
            List<List<List<List<String>>>> fields =
                    list(6, () -> list(3, () -> list(4, () -> list(3, () -> value(delimiters)))));
            String sent = "ZZZ|"
                    + join(
                            fields,
                            "|",
                            field -> join(
                                    field,
                                    delimiters.repetition(),
                                    repetition -> join(repetition, delimiters.component(), component -> delimiters
                                            .subcomponent()
                                            .map(separator -> String.join(String.valueOf(separator), component))
                                            .orElseGet(component::getFirst))));
            Hl7Segment segment = Hl7Message.parse("MSH|" + encoding + "|A\r" + sent, StandardCharsets.UTF_8, 10)
                    .segment("ZZZ");

            List<Integer> populated = IntStream.range(0, fields.size())
                    .filter(i -> sentFields(sent).get(i).chars().anyMatch(Character::isLetter))
                    .boxed()
                    .toList();
            for (int field : populated) {
                assertThat(segment.unreadPaths()).anyMatch(path -> path.matches("ZZZ-" + (field + 1) + "\\b.*"));
            }
            for (int f = 0; f < fields.size(); f++) {
                for (int r = 0; r < fields.get(f).size(); r++) {
                    Hl7FieldRepetition repetition = segment.repetitions(f + 1).get(r);
                    for (int c = 0; c < fields.get(f).get(r).size(); c++) {
                        List<String> values = fields.get(f).get(r).get(c);
                        int last = delimiters.subcomponent().isPresent() ? values.size() : 1;
                        for (int s = 0; s < last; s++) {
                            assertThat(repetition.text(c + 1, s + 1))
                                    .as(sent)
                                    .isEqualTo(InvisibleCharacters.strip(segment.decode(values.get(s))));
                        }
                    }
                }
            }
            assertThat(segment.unreadPaths()).as(sent).isEmpty();
        }
    }

    @Test
    void any_text_is_split_or_rejected() {
        for (int run = 0; run < RUNS; run++) {
            String text = "MSH" + anyOf(List.of("|", "#", "\\", ""))
                    + text(80).replace("D", "\rPID|").replace("0", "\r");
            Hl7Message.parseHeader(text)
                    .ifPresent(header -> assertThat(header.field(10)).isNotNull());
            try {
                Hl7Message message = Hl7Message.parse(text, StandardCharsets.UTF_8, 1_000);
                message.segments().forEach(segment -> IntStream.rangeClosed(1, segment.fieldCount())
                        .forEach(field -> assertThat(segment.wholeText(field)).isNotNull()));
                assertThat(message.segments())
                        .allMatch(segment -> segment.unreadPaths().isEmpty());
            } catch (RejectionException e) {
                assertThat(e.rejection().code()).matches("PARC-0(201|211|212|317)");
            }
        }
    }

    @Test
    void any_bytes_are_decoded_and_a_guess_is_never_silent() {
        List<String> declared = List.of(
                "",
                "8859/1",
                "8859/15",
                "ASCII",
                "UNICODE UTF-8",
                "UNICODE UTF-16",
                "8859/1~UNICODE UTF-8",
                "KS X 1001",
                "windows-1252",
                "KLINGON",
                "UTF-32",
                "IBM037",
                "\"\"");
        for (int run = 0; run < RUNS; run++) {
            String header = "MSH|^~\\&|A|||||||||||||||" + anyOf(declared) + "\rNTE|1||";
            byte[] head = header.getBytes(StandardCharsets.ISO_8859_1);
            byte[] bytes = new byte[head.length + random.nextInt(20)];
            random.nextBytes(bytes);
            System.arraycopy(head, 0, bytes, 0, head.length);
            DecodedHl7Text decoded = DecodedHl7Text.decode(bytes);
            assertThat(decoded.text()).startsWith("MSH|^~\\&|A|");
            if (decoded.text().indexOf('\uFFFD') >= 0) {
                assertThat(decoded.guess()).isPresent();
            }
            decoded.text().getBytes(decoded.charset());
            DecodedHl7Text.decode(bytes, java.util.Optional.of(Charset.forName("windows-1252")));
            DecodedHl7Text.decodeFirstLine(bytes);
        }
    }

    private String value(Hl7Delimiters delimiters) {
        String text = "x" + text(5).replace("\n", "");
        return delimiters.escape().isPresent() ? escape(text, delimiters) : text.replaceAll("[^a-zA-Zé]", "");
    }

    private static String escape(String text, Hl7Delimiters delimiters) {
        char escape = delimiters.escape().orElseThrow();
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            String name = c == escape
                    ? "E"
                    : c == delimiters.field()
                            ? "F"
                            : c == delimiters.component()
                                    ? "S"
                                    : c == delimiters.repetition()
                                            ? "R"
                                            : delimiters
                                                            .subcomponent()
                                                            .filter(s -> s == c)
                                                            .isPresent()
                                                    ? "T"
                                                    : delimiters
                                                                    .truncation()
                                                                    .filter(s -> s == c)
                                                                    .isPresent()
                                                            ? "P"
                                                            : c == '\n' ? anyLineBreak(text) : "";
            escaped.append(name.isEmpty() ? String.valueOf(c) : escape + name + escape);
        }
        return escaped.toString();
    }

    private static String anyLineBreak(String text) {
        return List.of(".br", "X0D", "X0D0A", "X0a").get(text.length() % 4);
    }

    private static List<String> sentFields(String sent) {
        return List.of(sent.substring(4).split("\\|", -1));
    }

    private String text(int maxLength) {
        int[] characters = FRAGMENTS.codePoints().toArray();
        return IntStream.range(0, random.nextInt(maxLength + 1))
                .map(_ -> characters[random.nextInt(characters.length)])
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private <T> List<T> list(int max, java.util.function.Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(max); i++) {
            list.add(element.get());
        }
        return list;
    }

    private static <T> String join(List<T> parts, Object separator, java.util.function.Function<T, String> text) {
        return parts.stream().map(text).collect(Collectors.joining(separator.toString()));
    }

    private <T> T anyOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
