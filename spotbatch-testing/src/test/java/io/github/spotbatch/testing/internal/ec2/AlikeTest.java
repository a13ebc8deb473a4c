package io.github.spotbatch.testing.internal.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

class AlikeTest {

  /** EC2 shows of a launch template all that can be asked for. */
  @Test
  void launchTemplateData_everyMember_hasOneOfTheSameNameToBeShownIn() {
    assertThat(
            missing("", RequestLaunchTemplateData.builder(), ResponseLaunchTemplateData.builder()))
        .isEmpty();
  }

  private static List<String> missing(String path, SdkPojo request, SdkPojo response) {
    List<String> missing = new ArrayList<>();
    for (SdkField<?> field : request.sdkFields()) {
      String name = path + "/" + field.memberName();
      SdkField<?> shown =
          response.sdkFields().stream()
              .filter(it -> it.memberName().equals(field.memberName()))
              .findFirst()
              .orElse(null);
      if (shown == null) {
        missing.add(name);
      } else if (path.length() < 100) {
        missing.addAll(missing(name, field, shown));
      }
    }
    return missing;
  }

  private static List<String> missing(String path, SdkField<?> request, SdkField<?> response) {
    if (request.marshallingType() == MarshallingType.LIST) {
      return missing(
          path,
          request.getTrait(ListTrait.class).memberFieldInfo(),
          response.getTrait(ListTrait.class).memberFieldInfo());
    }
    return request.marshallingType() == MarshallingType.SDK_POJO
        ? missing(path, request.constructor().get(), response.constructor().get())
        : List.of();
  }
}
