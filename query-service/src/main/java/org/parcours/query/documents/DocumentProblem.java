package org.parcours.query.documents;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Why a document is not shown: problem details for programs, a page in words for people. */
final class DocumentProblem extends ErrorResponseException {

    private DocumentProblem(HttpStatus status, String type, String title, String detail) {
        super(status, problem(status, type, title, detail), null);
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:parcours:problem:" + type));
        problem.setTitle(title);
        return problem;
    }

    static DocumentProblem unknown() {
        return new DocumentProblem(
                HttpStatus.NOT_FOUND,
                "document-unknown",
                "Unknown document",
                "This patient's timeline has no such entry, or the entry has no such document");
    }

    static DocumentProblem missing() {
        return new DocumentProblem(
                HttpStatus.GONE,
                "document-missing",
                "The document is missing",
                "The entry refers to the document, and the document store does not have it");
    }

    static DocumentProblem changed() {
        return new DocumentProblem(
                HttpStatus.BAD_GATEWAY,
                "document-changed",
                "The document does not match its hash",
                "The stored bytes are not those that were received, so they are not shown");
    }

    static DocumentProblem unavailable(String detail) {
        return new DocumentProblem(
                HttpStatus.SERVICE_UNAVAILABLE, "document-unavailable", "Try again in a moment", detail);
    }
}
