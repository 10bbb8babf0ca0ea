/** The bytes of documents, by their hash: events name a document, they do not hold it (domain rule 7). */
@NullMarked
package org.parcours.command.documents;

import org.jspecify.annotations.NullMarked;
