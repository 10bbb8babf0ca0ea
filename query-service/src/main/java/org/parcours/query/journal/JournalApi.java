package org.parcours.query.journal;

import java.util.List;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.timeline.Timelines;
import org.parcours.query.web.Asked;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** {@code /api/patients/{id}/journal}: whole events, as CloudEvents, in log order. */
@RestController
class JournalApi {

    private final Timelines timelines;
    private final EventCodec codec;

    JournalApi(Timelines timelines, EventCodec codec) {
        this.timelines = timelines;
        this.codec = codec;
    }

    @GetMapping(path = "/api/patients/{id}/journal", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<List<ObjectNode>> journal(@PathVariable String id) {
        PatientId patient = Asked.patient(id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(timelines.journal(patient).stream().map(codec::document).toList());
    }
}
