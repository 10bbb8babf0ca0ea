package org.parcours.query.patients;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parcours.query.web.InvalidParameterException;
import org.parcours.query.web.RequestParameterParser;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/patients}: search, and one patient by id. */
@RestController
class PatientApiController {

    private static final int MAX_QUERY_LENGTH = 200;

    private final PatientReader patients;

    PatientApiController(PatientReader patients) {
        this.patients = patients;
    }

    /**
     * @param q prefixes of names or identifiers; unused where an identifier is given
     * @param identifier {@code system|value}, exact match
     */
    @GetMapping("/api/patients")
    ResponseEntity<List<PatientSummary>> find(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String identifier) {
        if (identifier != null) {
            int separator = identifier.lastIndexOf('|');
            if (separator < 1 || separator == identifier.length() - 1) {
                throw new InvalidParameterException("identifier", "Expected format: system|value");
            }
            return respond(
                    patients.findByIdentifier(identifier.substring(0, separator), identifier.substring(separator + 1)));
        }
        if (q == null || q.isBlank()) {
            throw new InvalidParameterException("q", "Required: q=name or identifier=system|value");
        }
        if (q.length() > MAX_QUERY_LENGTH) {
            throw new InvalidParameterException("q", "At most " + MAX_QUERY_LENGTH + " characters");
        }
        return respond(patients.search(q));
    }

    @GetMapping("/api/patients/{id}")
    ResponseEntity<PatientSummary> patient(@PathVariable String id) {
        return respond(patients.get(RequestParameterParser.patientId(id)));
    }

    /** The header says where more records match than are listed. */
    private static ResponseEntity<List<PatientSummary>> respond(PatientList found) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("Parcours-More", Boolean.toString(found.more()))
                .body(found.patients());
    }

    private static <T> ResponseEntity<T> respond(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }
}
