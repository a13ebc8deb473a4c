package io.github.spotbatch.internal.compile;

import io.github.spotbatch.spec.GrantSpec;
import java.util.List;
import java.util.stream.Collectors;

/** Compiles what a role is granted, as one policy; no text of a grant needs to be escaped. */
final class Grants {

  private Grants() {}

  static String document(List<GrantSpec> grants) {
    return grants.stream()
        .map(
            grant ->
                "{\"Effect\":\"Allow\",\"Action\":"
                    + array(grant.actions())
                    + ",\"Resource\":"
                    + array(grant.resources())
                    + "}")
        .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
  }

  private static String array(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(",", "[", "]"));
  }
}
