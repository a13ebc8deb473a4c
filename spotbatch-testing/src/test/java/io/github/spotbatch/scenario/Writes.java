package io.github.spotbatch.scenario;

import io.github.spotbatch.testing.RecordedRequest;
import java.util.List;

/** The operations of a world's journal that change something. */
record Writes(FakeStack fake) {

  List<String> all() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }
}
