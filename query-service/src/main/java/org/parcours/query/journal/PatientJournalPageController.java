package org.parcours.query.journal;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.EntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.EntryName;
import org.parcours.query.timeline.PatientBanner;
import org.parcours.query.timeline.TimelineReader;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.RequestParameterParser;
import org.parcours.query.web.UiText;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /patients/{id}/journal}: the patient's events in the order in which they were recorded, newest first. */
@Controller
class PatientJournalPageController {

    /**
     * One event.
     *
     * @param stepLabel the step that it belongs to; empty for identity events
     * @param entryId the timeline entry of that step
     * @param corrects the position of the corrected event
     */
    record JournalLine(
            long position,
            String recorded,
            String recordedIso,
            String occurred,
            String eventName,
            Optional<String> stepLabel,
            Optional<String> entryId,
            String source,
            String feed,
            String messageId,
            Optional<String> author,
            boolean late,
            boolean backEntry,
            Optional<Long> corrects,
            List<String> anomalies,
            String json) {}

    private final TimelineReader timelineReader;
    private final EventCodec codec;
    private final StepCatalogue catalogue;
    private final Clock clock;

    PatientJournalPageController(
            TimelineReader timelineReader, EventCodec codec, StepCatalogue catalogue, Clock clock) {
        this.timelineReader = timelineReader;
        this.codec = codec;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @GetMapping("/patients/{id}/journal")
    String journal(
            @PathVariable String id,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        PatientId patient = RequestParameterParser.patientId(id);
        Timeline timeline = timelineReader.live(patient);
        List<Envelope> events = timelineReader.journal(patient);
        Map<EventId, TimelineEntry> entriesByEvent = new HashMap<>();
        timeline.entries().forEach(entry -> entry.history()
                .forEach(historyEntry ->
                        entriesByEvent.put(historyEntry.envelope().id(), entry)));
        model.addAttribute("patient", patient.toString());
        model.addAttribute("banner", PatientBanner.of(timeline.patient(), uiText.date(clock.instant()), uiText));
        model.addAttribute("renderedAt", uiText.dateTime(clock.instant()));
        model.addAttribute("position", timeline.position());
        model.addAttribute(
                "lines",
                events.reversed().stream()
                        .map(event -> line(event, Optional.ofNullable(entriesByEvent.get(event.id())), events, uiText))
                        .toList());
        response.setHeader("Cache-Control", "no-store");
        return "journal";
    }

    private JournalLine line(Envelope event, Optional<TimelineEntry> entry, List<Envelope> events, UiText uiText) {
        String name = EventType.of(event.event().getClass()).name().substring(EventType.NAMESPACE.length());
        String eventName = uiText.messageOr(name, "event." + name);
        return new JournalLine(
                event.position(),
                uiText.dateTime(event.recordedAt()),
                uiText.iso(event.recordedAt()),
                uiText.dateTime(event.occurredAt().toInstant()),
                eventName,
                entry.flatMap(e -> stepLabel(EntryName.of(e, catalogue, uiText), eventName)),
                entry.map(TimelineEntry::id),
                event.reporter().application(),
                uiText.messageOr(
                        event.reporter().feed(), "feed." + event.reporter().feed()),
                event.reporter().messageId(),
                event.reporter().author(),
                event.isLate(),
                event.reporter().entryMode() == EntryMode.BACK_ENTRY,
                event.corrects().flatMap(corrected -> events.stream()
                        .filter(e -> e.id().equals(corrected))
                        .findFirst()
                        .map(Envelope::position)),
                event.anomalies().stream()
                        .map(anomaly -> uiText.messageOr(anomaly.code().name(), "anomaly." + anomaly.code()))
                        .toList(),
                codec.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(codec.document(event)));
    }

    /** Omits the kind where the event name already starts with it ("Appointment booked"). */
    private static Optional<String> stepLabel(EntryName name, String eventName) {
        if (eventName.startsWith(name.kind())) {
            return name.title();
        }
        return Optional.of(
                name.title().map(title -> name.kind() + " · " + title).orElse(name.kind()));
    }
}
