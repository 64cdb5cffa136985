/** What configuration-management tools are called. */
export const toolNames: Readonly<Record<string, string>> = { ansible: 'Ansible', puppet: 'Puppet', chef: 'Chef' };
