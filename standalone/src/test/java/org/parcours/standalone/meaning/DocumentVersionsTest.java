package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.events.DocumentRef;
import org.parcours.query.timeline.fold.HistoryStatus;
import org.parcours.query.timeline.fold.TimelineEntry;

/** A document that is sent again under its number replaces what was sent before; its history keeps both. */
class DocumentVersionsTest {

    private static final String PATIENT =
            "PID|||9D^^^HOP&2.999.20.1&ISO^PI||ESSAI^Test^^^^^D||19700215|F\rPV1|1|I|CARDIO^101^1^HOP\r";

    private final InMemoryPipeline pipeline = new InMemoryPipeline();

    private void send(String trigger, int minute, String status, String... observations) {
        String time = "2026031010" + minute + "00";
        pipeline.record(("MSH|^~\\&|DOC|HOP|PARCOURS|HOP|" + time + "||MDM^" + trigger + "|M" + minute
                        + "|P|2.5||||||UNICODE UTF-8\r" + PATIENT
                        + "TXA|1|CR^Compte rendu^L|AP|20260310100000||||||||D1^DOC|||||" + status + "||AV\r"
                        + String.join("\r", observations) + "\r")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String content) {
        return "OBX|1|TX|CR^Compte rendu^L||" + content + "||||||F";
    }

    private static String pdf(String title, String base64) {
        return "OBX|2|ED|" + title + "^" + title + "^L||^AP^PDF^Base64^" + base64 + "||||||F";
    }

    private TimelineEntry entry() {
        List<TimelineEntry> entries = pipeline.timelines().getFirst().entries().stream()
                .filter(entry -> entry.kind().equals("document"))
                .toList();
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"T02", "T08", "T10"})
    void the_next_version_replaces_the_first(String trigger) {
        send("T02", 15, "DI", text("dictated"));
        List<DocumentRef> dictated = entry().documents();
        send(trigger, 20, "AU", text("signed"));
        assertThat(entry().documents()).hasSize(1).doesNotContainAnyElementsOf(dictated);
        assertThat(entry().history())
                .extracting(history -> history.status())
                .containsExactly(HistoryStatus.REPLACED, HistoryStatus.IN_EFFECT);
    }

    @Test
    void the_order_of_arrival_does_not_matter() {
        send("T02", 20, "AU", text("signed"));
        List<DocumentRef> signed = entry().documents();
        send("T02", 15, "DI", text("dictated"));
        assertThat(entry().documents()).isEqualTo(signed);
    }

    @Test
    void all_documents_of_one_version_stay_and_none_of_an_earlier_one() {
        send("T02", 15, "DI", text("dictated"), pdf("A", "JVBERi0xLjQgYQ=="), pdf("B", "JVBERi0xLjQgYg=="));
        assertThat(entry().documents()).hasSize(3);
        send("T02", 20, "AU", pdf("A", "JVBERi0xLjQgYWE="), pdf("C", "JVBERi0xLjQgYw=="));
        assertThat(entry().documents())
                .flatExtracting(document -> document.title().stream().toList())
                .containsExactly("A", "C");
    }

    @Test
    void a_change_of_status_without_content_keeps_the_document() {
        send("T02", 15, "AU", text("signed"));
        send("T03", 20, "LA");
        assertThat(entry().documents()).hasSize(1);
        assertThat(entry().history()).extracting(history -> history.status()).containsOnly(HistoryStatus.IN_EFFECT);
    }
}
