/**
 * Pages for operators. They show data of command-service and call its public API; this service stores none of it.
 */
@NullMarked
package org.parcours.query.operations;

import org.jspecify.annotations.NullMarked;
