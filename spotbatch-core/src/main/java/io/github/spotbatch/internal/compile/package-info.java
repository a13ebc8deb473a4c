/** Pure compilers from specs to the AWS SDK's requests. Nothing here calls AWS. */
@NullMarked
package io.github.spotbatch.internal.compile;

import org.jspecify.annotations.NullMarked;
