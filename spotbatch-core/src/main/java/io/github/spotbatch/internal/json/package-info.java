/** Values as JSON and back, whatever they mean: texts, records, and objects of the AWS SDK. */
@NullMarked
package io.github.spotbatch.internal.json;

import org.jspecify.annotations.NullMarked;
