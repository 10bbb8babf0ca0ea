package org.parcours.query.views;

import java.util.List;
import java.util.Optional;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.PatientId;

/**
 * A document of an entry.
 *
 * @param href the document, in a form that a browser shows
 */
public record LinkedDocument(
        String mediaType,
        String sha256,
        long size,
        Optional<String> title,
        List<DocumentRestriction> restrictions,
        String href) {

    static List<LinkedDocument> of(List<DocumentRef> documents, PatientId patient, String entry) {
        return documents.stream()
                .map(document -> new LinkedDocument(
                        document.mediaType(),
                        document.sha256(),
                        document.size(),
                        document.title(),
                        document.restrictions(),
                        "/patients/" + patient + "/entries/" + entry + "/documents/" + document.sha256()))
                .toList();
    }
}
