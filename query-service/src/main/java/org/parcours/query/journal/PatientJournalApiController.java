package org.parcours.query.journal;

import java.util.List;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.web.RequestParameterParser;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /api/patients/{id}/journal}: the complete events that belong to the patient, as CloudEvents, in log order;
 * the {@code subject} of each is the record for which it was recorded.
 */
@RestController
class PatientJournalApiController {

    private final PatientTimelineReader timelineReader;
    private final EventCodec codec;

    PatientJournalApiController(PatientTimelineReader timelineReader, EventCodec codec) {
        this.timelineReader = timelineReader;
        this.codec = codec;
    }

    @GetMapping(path = "/api/patients/{id}/journal", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<List<ObjectNode>> journal(@PathVariable String id) {
        PatientId patient = RequestParameterParser.patientId(id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(timelineReader.journal(patient).events().stream()
                        .map(codec::document)
                        .toList());
    }
}
