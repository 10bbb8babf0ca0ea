/** Lists across all patients of what a person has to decide. */
@NullMarked
package org.parcours.query.worklists;

import org.jspecify.annotations.NullMarked;
