package io.github.spotbatch.testing.internal.access;

import io.github.spotbatch.testing.internal.RequestText;
import io.github.spotbatch.testing.internal.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/** What calls of ECR need; nearly all of them are of one repository. */
final class EcrNeeds implements Needs {

  private final Scope scope;

  EcrNeeds(Scope scope) {
    this.scope = scope;
  }

  @Override
  public List<Needed> of(SdkRequest request) {
    String operation = RequestText.operation(request);
    String action = "ecr:" + operation;
    return switch (operation) {
      case "GetAuthorizationToken" -> List.of(Needed.of(action, "*"));
      case "DescribeRepositories" -> listing(action, Members.texts(request, "repositoryNames"));
      case "CreateRepository" -> creation(action, request);
      default -> List.of(ofOne(action, operation, request));
    };
  }

  private List<Needed> listing(String action, List<String> names) {
    List<String> patterns = names.isEmpty() ? List.of("*") : names;
    return patterns.stream().map(name -> Needed.of(action, repository(name))).toList();
  }

  private List<Needed> creation(String action, SdkRequest request) {
    Map<String, String> tags = Members.tags(request);
    Needed creation = ofOne(action, "CreateRepository", request);
    return tags.isEmpty() ? List.of(creation) : List.of(creation, creation.of("ecr:TagResource"));
  }

  private Needed ofOne(String action, String operation, SdkRequest request) {
    @Nullable String name = Members.text(request, "repositoryName");
    @Nullable String arn = Members.text(request, "resourceArn");
    if (name == null && arn == null) {
      throw Needs.unknown("ecr", operation);
    }
    return Needed.of(action, arn != null ? arn : repository(String.valueOf(name)))
        .requestTags(Members.tags(request));
  }

  private String repository(String name) {
    return scope.arn("ecr", "repository/" + name);
  }
}
