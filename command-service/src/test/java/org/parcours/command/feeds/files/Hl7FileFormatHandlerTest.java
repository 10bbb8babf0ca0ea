package org.parcours.command.feeds.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;

class Hl7FileFormatHandlerTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n"})
    void messages_are_separated_by_their_headers(String lineEnd) throws IOException {
        String first = message("ADT^A01").replace("\r", lineEnd);
        String second = message("ADT^A03").replace("\r", lineEnd);

        assertThat(messages(first + second)).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSH|^~\\&|FAKE", "MSH|second", "BHS|^~\\&|FAKE", "FTS|1"})
    void a_line_of_text_is_no_message_whatever_it_begins_with(String line) throws IOException {
        String report = message("ORU^R01", "OBR|1||F1|A", "OBX|1|TX|A||first\n" + line + "\nlast||||||F");
        String next = message("ADT^A03");

        assertThat(messages(report + next)).containsExactly(report, next);
    }

    @Test
    void the_line_ends_may_change_from_message_to_message() throws IOException {
        String first = message("ADT^A01").replace('\r', '\n');
        String second = message("ADT^A03");

        assertThat(messages(first + second + first)).containsExactly(first, second, first);
    }

    private List<String> messages(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("feed.hl7"), content);
        Hl7FileFormatHandler handler = new Hl7FileFormatHandler(
                new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), Clock.systemUTC()));
        List<String> messages = new ArrayList<>();
        try (HashingFileReader reader = HashingFileReader.open(file)) {
            FileMessageReader messageReader = handler.messageReader(reader, 1 << 20);
            for (Optional<FileMessageReader.RawMessage> next = messageReader.nextMessage();
                    next.isPresent();
                    next = messageReader.nextMessage()) {
                messages.add(new String(next.get().bytes(), StandardCharsets.UTF_8));
            }
        }
        return messages;
    }
}
