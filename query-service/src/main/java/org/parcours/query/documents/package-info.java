/** The documents of a timeline's entries: found through their entry, read from command-service, shown without risk. */
@NullMarked
package org.parcours.query.documents;

import org.jspecify.annotations.NullMarked;
