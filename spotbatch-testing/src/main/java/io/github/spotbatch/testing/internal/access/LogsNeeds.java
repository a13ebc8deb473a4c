package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.RequestText;
import io.github.spotbatch.testing.internal.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/**
 * What calls of CloudWatch Logs need. Those of tags name a group by its ARN; the others check it
 * with the beginning of its streams behind it.
 */
final class LogsNeeds implements Needs {

  private final Scope scope;

  LogsNeeds(Scope scope) {
    this.scope = scope;
  }

  @Override
  public List<Needed> of(SdkRequest request) {
    String operation = RequestText.operation(request);
    String action = "logs:" + operation;
    @Nullable String group = Members.text(request, "logGroupName");
    @Nullable String arn = Members.text(request, "resourceArn");
    if (operation.equals("DescribeLogGroups")) {
      return List.of(Needed.of(action, group("") + ":log-stream:"));
    }
    if (arn != null) {
      return List.of(Needed.of(action, arn).requestTags(Members.tags(request)));
    }
    if (group == null) {
      throw Needs.unknown("logs", operation);
    }
    @Nullable String stream = Members.text(request, "logStreamName");
    Map<String, String> tags = Members.tags(request);
    List<Needed> needed = new ArrayList<>();
    needed.add(
        Needed.of(action, group(group) + ":log-stream:" + (stream == null ? "" : stream))
            .requestTags(tags));
    if (!tags.isEmpty()) {
      needed.add(Needed.of("logs:TagResource", group(group)).requestTags(tags));
    }
    return needed;
  }

  private String group(String name) {
    return scope.arn("logs", "log-group:" + name);
  }
}
