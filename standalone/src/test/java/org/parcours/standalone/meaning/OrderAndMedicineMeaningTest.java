package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.StepStatus;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.TimelineEntry;

/** What orders, medicines, specimens, appointments and allergies mean on the timeline. */
class OrderAndMedicineMeaningTest {

    private static final String PATIENT =
            "PID|||9A^^^HOP&2.999.20.1&ISO^PI||ESSAI^Test^^^^^D||19700215|F\rPV1|1|I|CARDIO^101^1^HOP\r";
    private static final String RXA = "RXA|0|1|20260310120000||A^Aspirin|";

    private final InMemoryPipeline pipeline = new InMemoryPipeline();
    private int messages;

    private void send(String type, String... segments) {
        String header = "MSH|^~\\&|DPI|HOP|PARCOURS|HOP|202603101015" + (10 + messages) + "||" + type + "|M"
                + ++messages + "|P|2.5.1||||||UNICODE UTF-8\r";
        pipeline.record((header + PATIENT + String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8));
    }

    private List<TimelineEntry> entries(String kind) {
        return pipeline.timelines().getFirst().entries().stream()
                .filter(entry -> entry.kind().equals(kind))
                .toList();
    }

    private TimelineEntry only(String kind) {
        List<TimelineEntry> entries = entries(kind);
        assertThat(entries).as(kind).hasSize(1);
        return entries.getFirst();
    }

    @Test
    void a_prescription_shows_its_range_route_components_and_rhythm() {
        send(
                "RDE^O11",
                "ORC|NW|P1^DPI",
                "RXE|^Q6H^^20260310120000|DUO^IPRATROPIUM^L^^^^^^long name|3|6|mL",
                "RXR|NEB^Nébulisation",
                "RXC|B|NACL^NaCl 0,9 %|3|mL");
        assertThat(only("medication").detail("dosage")).contains("3 à 6 mL");
        assertThat(only("medication").detail("route")).contains("Nébulisation");
        assertThat(only("medication").detail("timing")).contains("Q6H");
        assertThat(only("medication").detail("components")).contains("NaCl 0,9 % 3 mL");
        assertThat(only("medication").detail("productText")).contains("long name");
    }

    @Test
    void a_deleted_dose_no_longer_counts_and_an_updated_one_counts_once() {
        send("RAS^O17", "ORC|RE|P1^DPI", RXA + "500|mg|||||||||||||CP|A");
        send("RAS^O17", "ORC|RE|P1^DPI", RXA + "250|mg|||||||||||||CP|U");
        assertThat(only("medication").detail("timesGiven")).contains("1");
        assertThat(only("medication").detail("dose")).contains("250 mg");
        assertThat(only("medication").anomalies()).isEmpty();

        send("RAS^O17", "ORC|RE|P1^DPI", RXA + "250|mg|||||||||||||CP|D");
        assertThat(only("medication").detail("timesGiven")).isEmpty();
    }

    @Test
    void a_deletion_of_an_unknown_dose_is_marked_and_deletes_no_other() {
        send("RAS^O17", "ORC|RE|P1^DPI", RXA + "500|mg|||||||||||||CP|A");
        send("RAS^O17", "ORC|RE|P1^DPI", "RXA|0|1|20260310180000||A^Aspirin|500|mg|||||||||||||CP|D");
        assertThat(only("medication").detail("timesGiven")).contains("1");
        assertThat(pipeline.log().stream()
                        .flatMap(envelope -> envelope.anomalies().stream())
                        .map(Anomaly::code))
                .contains(Anomaly.Code.CANCELS_NOTHING_KNOWN);
    }

    @Test
    void a_held_order_is_held_until_it_is_released() {
        String order = "OBR|1|P1^DPI||K^Potassium";
        send("OML^O21", "ORC|NW|P1^DPI|||||||20260310090000", order);
        send("OML^O21", "ORC|HD|P1^DPI|||||||20260310093000||||||20260310100000|F^Fever", order);
        assertThat(only("exam").stage()).isEqualTo("held");
        assertThat(only("exam").detail("holdReason")).contains("Fever");

        send("OML^O21", "ORC|RL|P1^DPI|||||||20260310110000", order);
        assertThat(only("exam").stage()).isEqualTo("ordered");
    }

    @Test
    void an_order_whose_cancellation_is_refused_goes_on() {
        String order = "OBR|1|P1^DPI||K^Potassium";
        send("OML^O21", "ORC|NW|P1^DPI|||||||20260310090000", order);
        send("OML^O21", "ORC|CA|P1^DPI|||||||20260310093000|||||||D^Double", order);
        assertThat(only("exam").status()).isEqualTo(StepStatus.CANCELLED);

        send("OML^O21", "ORC|UC|P1^DPI|||||||20260310094000", order);
        assertThat(only("exam").status()).isEqualTo(StepStatus.PLANNED);
        assertThat(only("exam").detail("cancelReason")).isEmpty();
    }

    @Test
    void a_rejected_specimen_is_not_shown_as_received() {
        String times = "|||||||||||||20260310080000|20260310083000";
        send(
                "OML^O21",
                "ORC|NW|P1^DPI|||||||20260310070000",
                "OBR|1|P1^DPI||NFS^Numération",
                "SPM|1|T1&DPI||EDTA^Tube" + times,
                "ORC|NW|P2^DPI|||||||20260310070000",
                "OBR|2|P2^DPI||K^Potassium",
                "SPM|1|T2&DPI||SEC^Tube" + times + "|||RH^Haemolysed");
        assertThat(entries("exam")).extracting(TimelineEntry::stage).containsExactly("received", "specimen-rejected");
        assertThat(entries("exam").getLast().detail("rejectionReason")).contains("Haemolysed");
    }

    @Test
    void an_appointment_lists_its_resources_and_loses_a_time_that_is_taken_back() {
        send(
                "SIU^S12",
                "SCH|R1^RDV||||||||||^^30^20260320080000^20260320083000||||||||||||||BOOKED",
                "RGS|1",
                "AIP|1||032^Pompe^Patrick",
                "AIL|1||^CS-NORD",
                "RGS|2",
                "AIL|2||CS-SUD|||20260320083000");
        assertThat(only("appointment").detail("place")).contains("CS-NORD");
        assertThat(only("appointment").detail("resources").orElseThrow())
                .contains("Pompe Patrick", "CS-NORD", "CS-SUD");

        send("SIU^S14", "SCH|R1^RDV||||||||||^^30^\"\"^\"\"||||||||||||||PENDING");
        assertThat(only("appointment").details())
                .extracting(EntryDetail::key)
                .doesNotContain("plannedStart", "plannedEnd");
        assertThat(only("appointment").detail("start")).contains(DetailKey.TO_BE_SET);
    }

    @Test
    void an_allergy_repeated_in_every_message_is_one_entry() {
        send("ADT^A01", "AL1|1|DA|PENI^Penicillin|SV|Rash");
        send("ADT^A02", "AL1|1|DA|PENI^Penicillin|SV|Rash");
        send("ORM^O01", "ORC|NW|P1^DPI", "OBR|1|P1^DPI||K^Potassium", "AL1|1|DA|PENI^Penicillin|SV|Rash");
        assertThat(only("allergy").history()).hasSize(1);
        assertThat(only("allergy").status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(only("allergy").detail("severity")).contains("sévère");
    }
}
