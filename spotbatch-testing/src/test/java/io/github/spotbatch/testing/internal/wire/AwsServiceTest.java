package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.exception.SpotBatchException;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AwsServiceTest {

  @ParameterizedTest
  @EnumSource
  void names_eachService_areThoseOfItsClient(AwsService service) throws Exception {
    Class<?> client = service.client();
    assertThat(client.getField("SERVICE_NAME").get(null)).isEqualTo(service.signingName());
    assertThat(client.getField("SERVICE_METADATA_ID").get(null))
        .isEqualTo(service.endpointPrefix());
    String jar = client.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertThat(new File(jar).getName()).startsWith(service.artifact() + "-");
    assertThat(service.isPresent()).isTrue();
  }

  @Test
  void client_jarIsAbsent_namesTheArtifact() throws Exception {
    try (URLClassLoader withoutEc2 = new URLClassLoader(classPathWithout("ec2-"), null)) {
      Class<?> services = withoutEc2.loadClass(AwsService.class.getName());
      Object ec2 = services.getField("EC2").get(null);
      assertThat(services.getMethod("isPresent").invoke(ec2)).isEqualTo(false);
      assertThatThrownBy(() -> services.getMethod("client").invoke(ec2))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasToString(
              SpotBatchException.class.getName()
                  + ": This needs the AWS SDK's ec2 client: add software.amazon.awssdk:ec2 to the"
                  + " class path.");
    }
  }

  private static URL[] classPathWithout(String jar) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!new File(entry).getName().startsWith(jar)) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
